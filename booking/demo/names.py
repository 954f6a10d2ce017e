"""Common given and family names in Belgium, by the language of those who carry them. The people are invented."""

_GIVEN = {
    "nl": (
        "Emma Louise Lotte Lore Noor Julie Marie Elise Ella Hanne Sofie Eline Jana Femke Lien Katrien An Els Griet "
        "Ilse Annelies Charlotte Fien Amber Sarah Tine Veerle Inge Nele Kaat Jan Pieter Bram Wout Jonas "
        "Thomas Lars Dries "
        "Stijn Koen Bart Wim Tom Joris Maarten Ruben Jasper Simon Seppe Kobe Arne Geert Luc Dirk Peter Filip Kristof "
        "Matthias Sander Tibo"
    ),
    "fr": (
        "Camille Léa Manon Chloé Sarah Louise Emma Zoé Juliette Margaux Élise Aurélie Céline Valérie Nathalie "
        "Isabelle Sophie Amélie Pauline Justine Laura Marie Anne Catherine Véronique Laurence Delphine Caroline "
        "Mélanie Inès Lucas Hugo Louis Nathan Arthur Théo Maxime Antoine Nicolas Julien Olivier Benoît "
        "Philippe Laurent Thierry "
        "François Xavier Vincent Sébastien Grégory Guillaume Quentin Romain Simon Adrien Cédric Didier Pascal Jérôme "
        "Mathieu"
    ),
    "de": (
        "Anna Lena Julia Katharina Monika Sabine Petra Ursula Claudia Heike Lukas Felix Jonas Stefan Andreas Markus "
        "Jürgen Thomas Michael Rainer"
    ),
    "en": (
        "Fatima Yasmine Amina Leila Zeynep Elif Aisha Maria Sofia Agnieszka Katarzyna Ioana Elena Mei Priya Grace "
        "Mohamed Youssef Ahmed Bilal Karim Mehmet Emre Hassan Ali Piotr Andrei João Marco Luca Wei Arjun James David "
        "Daniel Samuel Kwame Olivia Hannah Ruth"
    ),
}
_FAMILY = {
    "nl": (
        "Peeters|Janssens|Maes|Jacobs|Mertens|Willems|Claes|Goossens|Wouters|De Smet|Vermeulen|Van den Broeck|"
        "De Clercq|Hermans|Aerts|Michiels|Pauwels|Smets|Desmet|Verhoeven|Van Damme|Claeys|De Backer|Martens|Segers|"
        "Lemmens|Van den Bossche|Baert|Coppens|Cools|De Cock|Van de Velde|Verstraete|Declercq|Bogaert|Thijs|"
        "Verlinden|Moens|Hendrickx|Nijs|Van Hove|De Wilde|Wauters|Vandenberghe|Stevens|De Vos|Smeets|Van Acker|"
        "De Meyer|Devos|Verbeke|Van Dyck"
    ),
    "fr": (
        "Dubois|Lambert|Dupont|Martin|Simon|Laurent|Leroy|Denis|François|Gérard|Lejeune|Renard|Collard|Delvaux|"
        "Lefèvre|Fontaine|Noël|Henry|Mathieu|Charlier|Evrard|Toussaint|Thomas|Michel|Leclercq|Bastin|Lemaire|"
        "Marchal|Dumont|Jacquet|Delhaye|Gillet|Baudoin|Rousseau|Legrand|Colin|Hubert|Servais|Pirard|Gilson|Piette|"
        "Goffin|Lecomte|Wéry|Detry|Remacle|Hardy|Massart|Guillaume|Thiry|Libert"
    ),
    "de": (
        "Müller|Schmitz|Schumacher|Keller|Weber|Becker|Hoffmann|Kohnen|Pauels|Kessel|Brüll|Theissen|Jost|Heinen|"
        "Mertes|Backes|Kreusch|Lentz"
    ),
    "en": (
        "El Amrani|Ben Ali|Bouzid|Haddad|Benali|Yılmaz|Demir|Kaya|Öztürk|Diallo|Mbeki|Nguyen|Tran|Kowalska|Nowak|"
        "Popescu|Ionescu|Silva|Ferreira|Rossi|Esposito|García|Fernández|Patel|Sharma|Chen|Wang|Smith|Jones|Taylor|"
        "Brown|O’Connor|Murphy|Mensah|Okafor|Kim|Novák|Horváth|Papadopoulos"
    ),
}
GIVEN = {language: names.split() for language, names in _GIVEN.items()}
FAMILY = {language: names.split("|") for language, names in _FAMILY.items()}
# Sixty characters and more, as some carry them; a screen has to bear it.
LONG = (
    ("Marie-Antoinette Clémentine", "van den Bossche-de la Vallée Poussin"),
    ("Maximiliaan-Alexander Ferdinand", "Vanden Berghe-Schoonheydt de Bruyn"),
    ("Anne-Catherine Philippine", "d’Oultremont de Wégimont et de Warfusée"),
    ("Johannes-Nepomuk Ferdinand", "Freiherr von Schellenberg-Hohenstein"),
    ("Guadalupe María Concepción", "Fernández de Córdoba y Álvarez de Toledo"),
    ("Emmanuelle-Bénédicte Constance", "de Meeûs d’Argenteuil-Vanden Eynde"),
)

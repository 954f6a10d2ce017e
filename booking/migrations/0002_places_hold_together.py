"""What the models cannot say: a space's zone is on the space's floor, and the sequence that numbers rulebooks."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_nouns")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE booking_rules_version START 2",
            "DROP SEQUENCE booking_rules_version",
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE booking_zone ADD CONSTRAINT zone_with_its_floor UNIQUE (id, floor_id)",
                "ALTER TABLE booking_space ADD CONSTRAINT space_zone_on_its_floor"
                " FOREIGN KEY (zone_id, floor_id) REFERENCES booking_zone (id, floor_id)",
            ],
            [
                "ALTER TABLE booking_space DROP CONSTRAINT space_zone_on_its_floor",
                "ALTER TABLE booking_zone DROP CONSTRAINT zone_with_its_floor",
            ],
        ),
    ]

"""python -m config.embedded run [--throwaway [--durable]] -- COMMAND …  |  demo  |  reset  |  smoke"""

import argparse
import sys

from config.embedded.trouble import Interrupted, Trouble, in_one_line


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m config.embedded", description="Headroom on PostgreSQL and Redis of its own."
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    run = tasks.add_parser("run", help="run a command beside both servers")
    run.add_argument("--throwaway", action="store_true", help="fresh servers, fast and forgotten afterwards")
    run.add_argument("--durable", action="store_true", help="thrown away, but written to disk as in service")
    run.add_argument("command", nargs="+", metavar="COMMAND")
    tasks.add_parser("demo", help="run all of Headroom with the demo organisation")
    tasks.add_parser("reset", help="forget the demo's data")
    tasks.add_parser("smoke", help="start the demo, sign in, stop it, and see that nothing is left")
    arguments = parser.parse_args()
    try:
        return _do(arguments)
    except Interrupted:
        return 130
    except OSError as error:
        trouble = in_one_line(error)
    except Trouble as error:
        trouble = error
    print(f"headroom: {trouble}", file=sys.stderr)
    return 1


def _do(arguments: argparse.Namespace) -> int:
    if arguments.task == "run":
        from config.embedded.wrapper import run

        return run(arguments.command, throwaway=arguments.throwaway, durable=arguments.durable)
    if arguments.task == "demo":
        from config.embedded.demo import demo

        return demo()
    if arguments.task == "smoke":
        from config.embedded.smoke import smoke

        return smoke()
    from config.embedded.reset import reset

    return reset()


if __name__ == "__main__":
    sys.exit(main())

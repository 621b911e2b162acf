"""Publish and withdraw what is due. Pages do so by themselves; run this every minute where nobody may be reading."""

from django.core.management.base import BaseCommand, CommandError

from editorial.workflow import carry_out_due


class Command(BaseCommand):
    help = "Publishes and withdraws everything whose scheduled moment has come; exits with 1 where something failed."

    def handle(self, *args, **options):
        done = carry_out_due()
        if options["verbosity"] and (done.count or done.failed):
            self.stdout.write(f"{done.count} carried out, {len(done.failed)} failed.")
        if done.failed:
            lines = [f"{one.title} ({one.unit_kind} {one.unit_id}): {one.failure}" for one in done.failed]
            raise CommandError("\n".join(["These could not be carried out; see “Failed” on the desk:", *lines]))

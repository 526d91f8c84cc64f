import django.db.models.deletion
from django.db import migrations, models

MODES = [
    ("open", "Open"),
    ("sealed", "Sealed"),
    ("token", "Token"),
    ("sender-hmac", "Signed by Braze"),
    ("sender-sha1", "Signed by Iterable"),
    ("sender-jwt", "Signed by Salesforce"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("renderer", "0002_recipients_and_prewarm"),
        ("workspaces", "0002_audit_is_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="renderlink",
            name="sender_secret",
            field=models.BinaryField(
                default=b"", help_text="Sealed; what the mailing tool signs with, if it is its own."
            ),
        ),
        migrations.AlterField(
            model_name="renderlink",
            name="mode",
            field=models.CharField(choices=MODES, max_length=13),
        ),
        migrations.CreateModel(
            name="MailToolChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tool", models.CharField(max_length=40)),
                ("tags", models.JSONField(default=dict, help_text="Tool to field to the tool's name for it.")),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_tool_choice",
                        to="workspaces.workspace",
                    ),
                ),
            ],
        ),
    ]

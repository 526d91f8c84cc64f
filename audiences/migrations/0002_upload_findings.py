from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="findings",
            field=models.BinaryField(
                default=b"", help_text="Sealed; what a look through the file found, until it is read."
            ),
        ),
    ]

"""Pre-warming under fire: workers killed with -9, Valkey restarted, PostgreSQL and S3. `python -m tests.endurance`"""

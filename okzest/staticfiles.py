"""Static files with hashed names, native ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites the imports between our modules to the hashed names, so that browsers may keep files for ever."""

    support_js_module_import_aggregation = True
    # Each pass settles one more step of the longest chain of imports; five would do for short chains only.
    max_post_process_passes = 30

"""What can break?

::

    ScraperError                     everything we raise; the message is one line that says what to do
    ├── UsageError                   the call or the command line is off
    │   ├── SettingsError            a configuration file, key, type or value; names file and key
    │   └── InputError               a file to read: missing, empty, binary, too large
    ├── UrlError                     not a URL that may be requested
    ├── ArchiveError                 the archive cannot be used or cannot be written
    │   ├── ArchiveVersionError      made by a newer version
    │   ├── ArchiveLockedError       another run holds it
    │   └── RecordError              the bytes of one exchange are missing or damaged; names file and offset
    ├── ModelError                   the trained model is missing, broken or of another version
    ├── DeliveryError                what was to be posted was not taken
    └── WorkerError                  no process to clean in can be had

What is lost in the ordinary way (a page that is no article, a server that does not answer) is a value, not an
exception: see ``Rejection`` and ``Failure`` in ``scraper.model``.
"""

from __future__ import annotations


class ScraperError(Exception):
    """The root of our errors."""


class UsageError(ScraperError):
    """The call or the command line cannot be carried out as it stands."""


class SettingsError(UsageError):
    """A setting is missing, unknown, of the wrong type or out of range."""


class InputError(UsageError):
    """A file given to us cannot be read as a page."""


class UrlError(ScraperError, ValueError):
    """Not a URL that may be requested. ``reason`` is a short word: scheme, host, port, syntax."""

    def __init__(self, message: str, reason: str = "syntax") -> None:
        super().__init__(message)
        self.reason = reason


class ArchiveError(ScraperError):
    """The archive directory cannot be opened, read or written."""


class ArchiveVersionError(ArchiveError):
    """The archive was made by a newer version of this program."""


class ArchiveLockedError(ArchiveError):
    """Another crawl is writing to the archive."""


class RecordError(ArchiveError):
    """The record of an exchange is missing, cut short or damaged; all others may be whole."""


class DeliveryError(ScraperError):
    """Articles that were to be posted somewhere were not taken there."""


class WorkerError(ScraperError):
    """A process to clean in does not start, or has been ended with the others."""


class ModelError(ScraperError):
    """The cleaner's trained model is missing, broken, or was made for another version."""

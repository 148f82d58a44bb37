//! Zones given by text.

use super::error::{failure_with_help, shown};
use crate::function::Failure;
use crate::value::TimeZone;

/// The zone of an offset or a name.
pub(super) fn read(text: &str) -> Result<TimeZone, Failure> {
    text.parse().map_err(|_| {
        let help = "write an offset as `+01:00`, or a name of the IANA time zone database as `Europe/Stockholm`";
        failure_with_help(format!("`{}` is no time zone", shown(text)), Some(help.to_owned()))
    })
}

//! Answers without an envelope: the value itself, or the server's description of an exception.

use super::faults;
use super::http::{Body, Response, is_of_a_gateway};
use crate::error::{Class, Error};
use crate::value::Value;

/// Opens an answer: the bare value.
///
/// # Errors
/// What the server reported, by the fault table; `Auth` for a key that is refused; `Network` for a
/// status without such a report and for a body that is not JSON.
pub fn open<V: Value>(response: Response<V>) -> Result<V, Error<V>> {
    let status = response.status;
    if response.is_success() {
        return match response.body {
            Body::Json(value) => Ok(value),
            _ => Err(super::not_json(response)),
        };
    }
    let unreported = response.status_error();
    let report = match response.body {
        Body::Json(report) if is_report(&report, status) => report,
        _ => return Err(unreported),
    };
    let mut error = faults::from_data(report);
    error.place.status = Some(status);
    error.refused &= !is_of_a_gateway(status);
    error.is_transient |= unreported.is_transient;
    error.retry_after_ms = unreported.retry_after_ms;
    if status == 401 {
        error.class = Class::Auth;
    }
    Err(error)
}

/// Whether JSON that comes with an error's status is the server's description of it: it has the
/// name of an exception. What a gateway says with a status of its own has to look like Odoo's in
/// all its parts.
fn is_report<V: Value>(json: &V, status: u16) -> bool {
    match status {
        429 => false,
        _ if is_of_a_gateway(status) => faults::is_report(json),
        _ => faults::is_named(json),
    }
}

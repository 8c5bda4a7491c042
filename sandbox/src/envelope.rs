//! Answers in the two shapes Odoo has for JSON: the JSON-RPC envelope and JSON-2's bare values.

use std::time::{Duration, UNIX_EPOCH};

use odoo_sandbox_orm::{Fault, Flavour};
use serde_json::{Map, Value, json};

use crate::http::{HTML, HttpResponse, JSON};
use crate::{page, python_json};

/// The exception of a session that is over, as 17 to 19 name it; 20.0 moved it, with what else
/// [`class`] knows.
pub(crate) const SESSION_EXPIRED: &str = "odoo.http.SessionExpiredException";
/// The exception of a call for which users have to show again who they are.
const CHECK_IDENTITY: &str = "odoo.http.CheckIdentityException";

/// What stands in the place of a traceback: the sandbox has no Python stack to show.
pub(crate) const TRACEBACK: &str = "Traceback (most recent call last):\n  …\n";

/// When which series answers: what the words of an exception depend on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// The series.
    pub(crate) flavour: Flavour,
    /// When the request came, in milliseconds since 1970.
    pub(crate) now_ms: u64,
}

/// Answers a JSON-RPC call; before 20.0 a method that returned None has no `result` member.
pub(crate) fn result(flavour: Flavour, id: &Value, result: Option<&Value>) -> HttpResponse {
    let none = (flavour >= Flavour::V20).then_some(&Value::Null);
    let result = result.or(none);
    let mut body = Vec::with_capacity(256);
    body.extend_from_slice(br#"{"jsonrpc": "2.0", "id": "#);
    let mut is_sendable = python_json::write(&mut body, id);
    if let Some(result) = result {
        body.extend_from_slice(br#", "result": "#);
        is_sendable &= python_json::write(&mut body, result);
    }
    body.push(b'}');
    if !is_sendable {
        return page::unsendable();
    }
    HttpResponse::new(200, JSON, body)
}

/// Answers a JSON-RPC call that ended with an exception: HTTP 200 and an error object.
pub(crate) fn error(moment: Moment, id: &Value, fault: &Fault) -> HttpResponse {
    let body = json!({"jsonrpc": "2.0", "id": id, "error": error_object(moment, fault)});
    dated(moment, HttpResponse::json(200, &body))
}

/// Answers a download that ended with an exception: HTTP 200 and the error object as a page.
pub(crate) fn escaped_error(moment: Moment, fault: &Fault) -> HttpResponse {
    let object = error_object(moment, fault).to_string();
    HttpResponse::new(200, HTML, page::escape(&object))
}

fn error_object(moment: Moment, fault: &Fault) -> Value {
    let (code, message) = match fault.name.as_str() {
        SESSION_EXPIRED | CHECK_IDENTITY => (100, "Odoo Session Expired"),
        "werkzeug.exceptions.NotFound" => (404, "404: Not Found"),
        _ if moment.flavour >= Flavour::V19 => (0, "Odoo Server Error"),
        _ => (200, "Odoo Server Error"),
    };
    json!({"code": code, "message": message, "data": exception(moment, fault)})
}

/// Answers a JSON-2 call: the bare value, `null` for None.
pub(crate) fn bare(result: Option<Value>) -> HttpResponse {
    HttpResponse::json(200, &result.unwrap_or_default())
}

/// Answers a JSON-2 call that ended with an exception: a status of its own and the exception.
pub(crate) fn bare_error(moment: Moment, fault: &Fault) -> HttpResponse {
    let status = status(fault);
    let response = dated(
        moment,
        HttpResponse::json(status, &exception(moment, fault)),
    );
    if status == 401 {
        return response.with_header("www-authenticate", "Bearer ");
    }
    response
}

/// Makes one of werkzeug's HTTP exceptions; as in Odoo 19, its status is its second argument.
pub(crate) fn http_exception(class: &str, status: u16, message: impl Into<String>) -> Fault {
    let mut fault = Fault::new(&format!("werkzeug.exceptions.{class}"), message);
    fault.arguments.push(Value::from(status));
    fault
}

/// The status JSON-2, and a page, give an exception.
pub(crate) fn status(fault: &Fault) -> u16 {
    if fault.name.starts_with("werkzeug.exceptions.") {
        let status = fault.arguments.get(1).and_then(Value::as_u64);
        return status
            .and_then(|status| status.try_into().ok())
            .unwrap_or(404);
    }
    match fault.name.as_str() {
        "odoo.exceptions.AccessDenied"
        | "odoo.exceptions.AccessError"
        | SESSION_EXPIRED
        | CHECK_IDENTITY => 403,
        "odoo.exceptions.MissingError" => 404,
        "odoo.exceptions.LockError" => 409,
        "odoo.exceptions.UserError"
        | "odoo.exceptions.ValidationError"
        | "odoo.addons.web.models.models.UnlinkBlockedError" => 422,
        _ => 500,
    }
}

/// Writes an exception as the members of `data`, in the series' order.
fn exception(moment: Moment, fault: &Fault) -> Value {
    let flavour = moment.flavour;
    let mut data = Map::new();
    data.insert("name".into(), json!(class(flavour, &fault.name)));
    if flavour < Flavour::V19 {
        data.insert("debug".into(), json!(TRACEBACK));
    }
    data.insert("message".into(), json!(fault.message));
    data.insert("arguments".into(), json!(fault.arguments));
    if flavour >= Flavour::V20 {
        data.insert("timestamp".into(), json!(moment.now_ms / 1_000));
    }
    data.insert("context".into(), json!(fault.context));
    if flavour >= Flavour::V19 {
        data.insert("debug".into(), json!(TRACEBACK));
    }
    Value::Object(data)
}

/// Names an exception's class with the module that the series keeps it in.
fn class(flavour: Flavour, name: &str) -> String {
    match name {
        SESSION_EXPIRED | CHECK_IDENTITY if flavour >= Flavour::V20 => {
            name.replace("odoo.http.", "odoo.http.session.")
        }
        name => name.to_owned(),
    }
}

/// Repeats an exception's `timestamp` in the header `Date`, as 20.0 does.
fn dated(moment: Moment, response: HttpResponse) -> HttpResponse {
    if moment.flavour < Flavour::V20 {
        return response;
    }
    // Dates past the year 9999 cannot be written: stay below.
    let since_1970 = Duration::from_millis(moment.now_ms.min(250_000_000_000_000));
    response.with_header("date", httpdate::fmt_http_date(UNIX_EPOCH + since_1970))
}

//! Answers in the two shapes Odoo has for JSON: the JSON-RPC envelope and JSON-2's bare values.

use odoo_sandbox_orm::{Fault, Flavour};
use serde_json::{Map, Value, json};

use crate::http::{HttpResponse, JSON};

/// What stands in the place of a traceback: the sandbox has no Python stack to show.
pub(crate) const TRACEBACK: &str = "Traceback (most recent call last):\n  …\n";

/// Answers a JSON-RPC call; a method that returned None has no `result` member.
pub(crate) fn result(id: &Value, result: Option<&Value>) -> HttpResponse {
    let mut body = Vec::with_capacity(256);
    body.extend_from_slice(br#"{"jsonrpc": "2.0", "id": "#);
    write_json(&mut body, id);
    if let Some(result) = result {
        body.extend_from_slice(br#", "result": "#);
        write_json(&mut body, result);
    }
    body.push(b'}');
    HttpResponse::new(200, JSON, body)
}

fn write_json(body: &mut Vec<u8>, value: &Value) {
    // Writing a Value into memory cannot fail: its keys are strings and a Vec takes every byte.
    if serde_json::to_writer(&mut *body, value).is_err() {
        body.extend_from_slice(b"null");
    }
}

/// Answers a JSON-RPC call that ended with an exception: HTTP 200 and an error object.
pub(crate) fn error(flavour: Flavour, id: &Value, fault: &Fault) -> HttpResponse {
    let (code, message) = match fault.name.as_str() {
        "odoo.http.SessionExpiredException" => (100, "Odoo Session Expired"),
        "werkzeug.exceptions.NotFound" => (404, "404: Not Found"),
        _ if flavour >= Flavour::V19 => (0, "Odoo Server Error"),
        _ => (200, "Odoo Server Error"),
    };
    let error = json!({"code": code, "message": message, "data": exception(flavour, fault)});
    HttpResponse::json(200, &json!({"jsonrpc": "2.0", "id": id, "error": error}))
}

/// Answers a JSON-2 call: the bare value, `null` for None.
pub(crate) fn bare(result: Option<Value>) -> HttpResponse {
    HttpResponse::json(200, &result.unwrap_or_default())
}

/// Answers a JSON-2 call that ended with an exception: a status of its own and the exception.
pub(crate) fn bare_error(flavour: Flavour, fault: &Fault) -> HttpResponse {
    let status = status(fault);
    let response = HttpResponse::json(status, &exception(flavour, fault));
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
        | "odoo.http.SessionExpiredException" => 403,
        "odoo.exceptions.MissingError" => 404,
        "odoo.exceptions.LockError" => 409,
        "odoo.exceptions.UserError" | "odoo.exceptions.ValidationError" => 422,
        _ => 500,
    }
}

/// Writes an exception as the members of `data`, in the series' order.
fn exception(flavour: Flavour, fault: &Fault) -> Value {
    let mut data = Map::new();
    data.insert("name".into(), json!(fault.name));
    if flavour < Flavour::V19 {
        data.insert("debug".into(), json!(TRACEBACK));
    }
    data.insert("message".into(), json!(fault.message));
    data.insert("arguments".into(), json!(fault.arguments));
    data.insert("context".into(), json!(fault.context));
    if flavour >= Flavour::V19 {
        data.insert("debug".into(), json!(TRACEBACK));
    }
    Value::Object(data)
}

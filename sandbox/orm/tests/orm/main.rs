//! What the sandbox does, by area.

#![allow(clippy::unwrap_used)]

mod access;
mod accounting;
mod api_keys;
mod binaries;
mod deleting;
mod groups;
mod importing;
mod loading;
mod mail;
mod methods;
mod neighbours;
mod reading;
mod refusals;
mod rights_20;
mod searching;
mod selling;
mod series_20;
mod shipped;
mod users;
mod writing;

use odoo_sandbox_orm::{Database, Fault};
use serde_json::{Value, json};

const ADMIN: i64 = 2;

/// Calls a method as a user.
fn call_as(
    uid: i64,
    database: &mut Database,
    model: &str,
    method: &str,
    args: Value,
    kwargs: Value,
) -> Result<Option<Value>, Fault> {
    let (Value::Array(args), Value::Object(kwargs)) = (args, kwargs) else {
        panic!("a list and an object are meant")
    };
    database.execute_kw(uid, model, method, args, kwargs)
}

/// Calls a method as the administrator and expects an answer.
#[track_caller]
fn call(database: &mut Database, model: &str, method: &str, args: Value, kwargs: Value) -> Value {
    call_as(ADMIN, database, model, method, args, kwargs)
        .unwrap()
        .unwrap_or(Value::Null)
}

/// Calls a method as the administrator and expects a fault.
#[track_caller]
fn fault(database: &mut Database, model: &str, method: &str, args: Value, kwargs: Value) -> Fault {
    call_as(ADMIN, database, model, method, args, kwargs).unwrap_err()
}

#[track_caller]
fn create(database: &mut Database, model: &str, vals: Value) -> i64 {
    call(database, model, "create", json!([vals]), json!({}))
        .as_i64()
        .unwrap()
}

/// Reads one field of one record.
#[track_caller]
fn value(database: &mut Database, model: &str, id: i64, field: &str) -> Value {
    call(database, model, "read", json!([[id], [field]]), json!({}))[0][field].clone()
}

#[track_caller]
fn count(database: &mut Database, model: &str, domain: Value) -> i64 {
    call(database, model, "search_count", json!([domain]), json!({}))
        .as_i64()
        .unwrap()
}

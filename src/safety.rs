//! The safety guard: asks before anything that is not a plain read, through a port that JavaScript
//! implements.

use std::future::Future;

use crate::error::{Class, Error, Failure};
use crate::operation::{Operation, SafetyLevel};
use crate::protocol::Call;
use crate::value::{Kind, Value};

/// Who decides: the methods that count as reads, and the user who confirms the rest.
pub trait Guard: 'static {
    /// The JSON values of this world.
    type Value: Value;

    /// How dangerous `method` is, by the sets as they are now.
    fn level_of(&self, method: &Self::Value) -> SafetyLevel;

    /// Whether anybody is to be asked at all.
    fn is_on(&self) -> bool;

    /// Asks about `operation`; an exception is passed on as it is.
    fn confirm(&self, operation: &Self::Value) -> impl Future<Output = Result<bool, Self::Value>>;
}

/// Lets a call pass, or not: the operation, when it may.
///
/// # Errors
/// `Safety` when the answer is no; whatever `confirm` throws.
pub async fn ask<G: Guard>(guard: &G, operation: G::Value) -> Result<G::Value, Failure<G::Value>> {
    match guard.confirm(&operation).await {
        Ok(true) => Ok(operation),
        Ok(false) => Err(refusal(operation).into()),
        Err(thrown) => Err(Failure::Thrown(thrown)),
    }
}

/// The error for an operation that was refused.
fn refusal<V: Value>(operation: V) -> Error<V> {
    let description = operation
        .get("description")
        .and_then(|text| text.as_string())
        .unwrap_or_default();
    let mut error = Error::new(
        Class::Safety,
        ["Operation blocked: ", &description].concat(),
    );
    error.operation = Some(operation);
    error
}

/// The `OperationInfo` of a call, with `details` that let `confirm` decide: `{ids?, values?, args,
/// kwargs}`.
pub fn operation_info<V: Value>(operation: &Operation, call: &Call<V>) -> V {
    let mut details = V::object();
    let mut arguments = call.args.items().unwrap_or_default().into_iter();
    let first = arguments.next();
    if call.method_name() == "create" {
        if let Some(values) = first {
            details.set("values", values);
        }
    } else if let Some(ids) = first.and_then(|ids| as_ids(&ids)) {
        details.set("ids", ids);
        if let Some(values) = arguments.next().filter(|_| call.method_name() == "write") {
            details.set("values", values);
        }
    }
    details.set("args", call.args.clone());
    details.set("kwargs", call.kwargs.clone());

    let mut info = V::object();
    info.set("name", V::string(&operation.name));
    info.set("level", V::string(operation.level.as_str()));
    info.set("model", V::string(&operation.model));
    info.set("description", V::string(&operation.description));
    info.set("target", V::string(&operation.target));
    info.set("details", details);
    info
}

/// A record id, or a list of them, as a list; `None` for anything else.
fn as_ids<V: Value>(value: &V) -> Option<V> {
    match value.kind() {
        Kind::Number => Some(V::one(value.clone())),
        Kind::Array => value.first_non_integer().is_none().then(|| value.clone()),
        _ => None,
    }
}

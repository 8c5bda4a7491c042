//! The JSON-RPC envelope of Odoo's own routes: around the params of a request, and of an answer,
//! which is a result, an error object, or neither of them.
//!
//! Odoo's departures from [JSON-RPC 2.0](https://www.jsonrpc.org/specification): a method that
//! returned None sends no `result`, and errors come with a `null` id.

use super::http::{Body, Response};
use super::{faults, not_json, stand_ins};
use crate::error::{Class, Error};
use crate::text::decimal;
use crate::value::{Answers, Kind, Part, Texts, Value, as_integer};

/// A request with these params.
pub fn request<V: Texts>(id: u64, params: &V::Text) -> V::Text {
    V::join(&[
        Part::Literal(r#"{"jsonrpc":"2.0","method":"call","params":"#),
        Part::Text(params),
        Part::Literal(r#","id":"#),
        Part::Number(id),
        Part::Literal("}"),
    ])
}

/// Opens the answer to the request `id`: the result, `null` where there is none.
///
/// # Errors
/// What the server reported, by the fault table; `Network` for a status outside 200–299 or a body
/// that is not JSON; `Rpc` for JSON that does not answer this request.
pub fn open<V: Answers>(response: Response<V>, id: u64) -> Result<V, Error<V>> {
    if !response.is_success() {
        return Err(response.status_error());
    }
    let status = response.status;
    let answered = |mut error: Error<V>| {
        error.place.status = Some(status);
        error
    };
    let is_of_stand_in = stand_ins::gave(&response);
    let answer = match response.body {
        Body::Json(answer) => match answer.plain_result(id) {
            Some(result) => return Ok(result),
            None => answer,
        },
        _ => return Err(not_json(response)),
    };
    if answer.kind() != Kind::Object {
        return Err(answered(not_json_rpc(&answer)));
    }
    let error = answer
        .get("error")
        .filter(|error| error.kind() != Kind::Null);
    let result = answer.get("result");
    let other_id = answer
        .get("id")
        .filter(|answered| !is_of_stand_in && answered.kind() != Kind::Null)
        .filter(|answered| as_integer(answered) != i64::try_from(id).ok());
    if let Some(error) = error {
        if result.is_some_and(|result| result.kind() != Kind::Null) {
            return Err(answered(Error::new(
                Class::Rpc,
                "The answer carries both a result and an error, so neither can be trusted; check what stands \
                 between this program and Odoo",
            )));
        }
        let mut error = faults::from_error_object(&error);
        error.refused &= other_id.is_none();
        return Err(answered(error));
    }
    if let Some(other) = other_id {
        return Err(answered(Error::new(
            Class::Rpc,
            [
                "The answer belongs to another request (id ",
                &other.in_words(),
                " instead of ",
                &decimal(id),
                "); a proxy or cache mixes them up",
            ]
            .concat(),
        )));
    }
    match result {
        Some(result) => Ok(result),
        None if answer.get("jsonrpc").is_some() => Ok(V::null()),
        None => Err(answered(not_json_rpc(&answer))),
    }
}

fn not_json_rpc<V: Value>(answer: &V) -> Error<V> {
    Error::new(
        Class::Rpc,
        [
            "The answer is ",
            &answer.in_words(),
            " and not a JSON-RPC response; check that the url is the root of an Odoo server",
        ]
        .concat(),
    )
}

//! The CRUD methods, with the model that JavaScript names.

use wasm_bindgen::prelude::*;

use crate::arguments::dotted_name;
use crate::crud::{Crud, Invocation, Links};
use crate::error::Error;

/// What a CRUD method calls on `model`, with the arguments that follow it: the model, the call, and
/// the options of the call.
pub(super) fn invocation(
    method: Crud,
    model: JsValue,
    arguments: [JsValue; 4],
    links: Links,
) -> Result<(JsValue, Invocation<JsValue>, JsValue), Error<JsValue>> {
    let model = dotted_name("model", model)?;
    match method.invocation(arguments, links) {
        Ok((invocation, options)) => Ok((model, invocation, options)),
        Err(mut error) => {
            error.place.model = model.as_string();
            error.place.method = Some(method.method().into());
            Err(error)
        }
    }
}

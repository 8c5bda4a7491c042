//! The CRUD methods by number, as `client.js` numbers them.

use wasm_bindgen::prelude::*;

use crate::crud::{Crud, Invocation};
use crate::error::{Class, Error};

/// What the CRUD method of that number calls on `model`, with the arguments that follow it, and the options of the call.
pub(super) fn invocation(
    number: u8,
    model: &JsValue,
    arguments: [JsValue; 4],
) -> Result<(Invocation<JsValue>, JsValue), Error<JsValue>> {
    match Crud::ALL.get(usize::from(number)) {
        Some(method) => method.invocation(arguments).map_err(|mut error| {
            error.place.model = model.as_string();
            error.place.method = Some(method.method().into());
            error
        }),
        None => Err(Error::new(Class::Odoo, "There is no such method")),
    }
}

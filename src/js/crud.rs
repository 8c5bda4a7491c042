//! The CRUD methods by number, as `client.js` numbers them.

use wasm_bindgen::prelude::*;

use crate::crud::{Crud, Invocation};
use crate::error::{Class, Error};

/// What the CRUD method of that number calls, with the arguments that follow the model, and the options of the call.
pub(super) fn invocation(
    number: u8,
    arguments: [JsValue; 4],
) -> Result<(Invocation<JsValue>, JsValue), Error<JsValue>> {
    match Crud::ALL.get(usize::from(number)) {
        Some(method) => method.invocation(arguments),
        None => Err(Error::new(Class::Odoo, "There is no such method")),
    }
}

//! The CRUD methods by number, as `client.js` numbers them.

use wasm_bindgen::prelude::*;

use crate::crud::{Crud, Invocation};
use crate::error::{Class, Error};

/// What the CRUD method of that number calls.
pub(super) fn invocation(
    number: u8,
    first: JsValue,
    second: JsValue,
    third: JsValue,
) -> Result<Invocation<JsValue>, Error<JsValue>> {
    match Crud::ALL.get(usize::from(number)) {
        Some(method) => method.invocation(first, second, third),
        None => Err(Error::new(Class::Odoo, "There is no such method")),
    }
}

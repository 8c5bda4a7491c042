//! The CRUD methods: checked here, sent through the client's own `call`, whatever object the client is.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

use super::error::settle;
use crate::crud::{self, Crud, Invocation};
use crate::error::{Class, Error, Failure};
use crate::value::Value;

/// Calls the method `name` of an object that may be a client, a subclass or a user's double.
///
/// # Errors
/// `Type` when it has no such method; what the method throws.
pub(super) fn invoke(
    object: &JsValue,
    name: &'static str,
    arguments: &Array,
) -> Result<Promise, Failure<JsValue>> {
    let method = object
        .get(name)
        .and_then(|method| method.dyn_into::<Function>().ok());
    let method = method
        .ok_or_else(|| Error::new(Class::Type, format!("The client has no method {name}()")))?;
    let result = method.apply(object, arguments).map_err(Failure::Thrown)?;
    Ok(Promise::resolve(&result))
}

/// Calls the CRUD method of that number on `client`, through its own `call`.
#[wasm_bindgen]
pub fn crud(
    number: u8,
    client: &JsValue,
    model: JsValue,
    first: JsValue,
    second: JsValue,
    third: JsValue,
) -> Promise {
    settle((|| {
        let model = crud::name("model", model)?;
        let Invocation {
            method,
            args,
            kwargs,
        } = invocation(number, first, second, third)?;
        let arguments = Array::of3(&model, &JsValue::from(method), &args);
        if let Some(kwargs) = kwargs {
            arguments.push(&kwargs);
        }
        invoke(client, "call", &arguments)
    })())
}

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

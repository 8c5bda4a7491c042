//! The CRUD methods: checked here, sent through the client's own `call`, whatever object the client is.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

use super::error::settle;
use crate::crud::{self, Invocation};
use crate::error::{Class, Error, Failure};
use crate::value::Value;

/// Calls the method `name` of an object that may be a client, a subclass or a user's double.
///
/// # Errors
/// `Type` when it has no such method; what the method throws.
pub(super) fn invoke(
    object: &JsValue,
    name: &str,
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

fn dispatch(
    client: &JsValue,
    model: &JsValue,
    invocation: Result<Invocation<JsValue>, Error<JsValue>>,
) -> Promise {
    settle((|| {
        crud::name("model", model)?;
        let Invocation {
            method,
            args,
            kwargs,
        } = invocation?;
        let arguments = Array::of3(model, &JsValue::from(method), &args);
        if let Some(kwargs) = kwargs {
            arguments.push(&kwargs);
        }
        invoke(client, "call", &arguments)
    })())
}

/// `client.search(model, domain, options)`.
#[wasm_bindgen]
pub fn search(client: &JsValue, model: &JsValue, domain: JsValue, options: JsValue) -> Promise {
    dispatch(client, model, crud::search(domain, options))
}

/// `client.searchRead(model, domain, options)`.
#[wasm_bindgen(js_name = searchRead)]
pub fn search_read(
    client: &JsValue,
    model: &JsValue,
    domain: JsValue,
    options: JsValue,
) -> Promise {
    dispatch(client, model, crud::search_read(domain, options))
}

/// `client.searchCount(model, domain)`.
#[wasm_bindgen(js_name = searchCount)]
pub fn search_count(client: &JsValue, model: &JsValue, domain: JsValue) -> Promise {
    dispatch(client, model, crud::search_count(domain))
}

/// `client.read(model, ids, fields)`.
#[wasm_bindgen]
pub fn read(client: &JsValue, model: &JsValue, ids: JsValue, fields: JsValue) -> Promise {
    dispatch(client, model, crud::read(ids, fields))
}

/// `client.create(model, values, context)`.
#[wasm_bindgen]
pub fn create(client: &JsValue, model: &JsValue, values: JsValue, context: JsValue) -> Promise {
    dispatch(client, model, crud::create(values, context))
}

/// `client.write(model, ids, values, context)`.
#[wasm_bindgen]
pub fn write(
    client: &JsValue,
    model: &JsValue,
    ids: JsValue,
    values: JsValue,
    context: JsValue,
) -> Promise {
    dispatch(client, model, crud::write(ids, values, context))
}

/// `client.unlink(model, ids)`.
#[wasm_bindgen]
pub fn unlink(client: &JsValue, model: &JsValue, ids: JsValue) -> Promise {
    dispatch(client, model, crud::unlink(ids))
}

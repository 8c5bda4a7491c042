//! Properties fields, for JavaScript.

use wasm_bindgen::prelude::*;

use crate::properties;

/// `getPropertyValue(properties, name)`.
#[wasm_bindgen(js_name = getPropertyValue)]
pub fn property_value(properties: &JsValue, name: &JsValue) -> JsValue {
    let name = name.as_string().unwrap_or_default();
    properties::value_of(properties, &name).unwrap_or(JsValue::UNDEFINED)
}

/// `getPropertyDefinition(definitions, name)`.
#[wasm_bindgen(js_name = getPropertyDefinition)]
pub fn property_definition(definitions: &JsValue, name: &JsValue) -> JsValue {
    let name = name.as_string().unwrap_or_default();
    properties::definition_of(definitions, &name).unwrap_or(JsValue::UNDEFINED)
}

/// `propertiesToWriteFormat(properties)`.
#[wasm_bindgen(js_name = propertiesToWriteFormat)]
pub fn properties_to_write_format(properties: &JsValue) -> JsValue {
    properties::to_write_format(properties)
}

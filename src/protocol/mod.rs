//! Odoo's wire protocols, as pure functions between calls and HTTP messages. Nothing here performs a request.

pub mod envelope;
pub mod faults;
pub mod http;
pub mod jsonrpc;

use crate::error::Place;
use crate::value::Value;

/// A call of a model's method, before any protocol has shaped it.
#[derive(Clone, Debug)]
pub struct Call<V> {
    /// The model, a text: `res.partner`.
    pub model: V,
    /// The method, a text: `search_read`.
    pub method: V,
    /// Positional arguments: a list.
    pub args: V,
    /// Named arguments: an object.
    pub kwargs: V,
}

impl<V: Value> Call<V> {
    /// Where an error of this call happens.
    pub fn place(&self) -> Place {
        place(&self.model, &self.method)
    }
}

/// The place of an error in a call of `method` on `model`.
pub fn place<V: Value>(model: &V, method: &V) -> Place {
    Place {
        model: model.as_string(),
        method: method.as_string(),
        ..Place::default()
    }
}

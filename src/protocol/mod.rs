//! Odoo's wire protocols, as pure functions between calls and HTTP messages. Nothing here performs a request.

pub mod envelope;
pub mod faults;
pub mod http;
pub mod jsonrpc;

use crate::value::Value;

/// A call of a model's method, before any protocol has shaped it.
#[derive(Clone, Debug)]
pub struct Call<V> {
    /// The model, `res.partner`.
    pub model: String,
    /// The method, `search_read`.
    pub method: String,
    /// Positional arguments: a list.
    pub args: V,
    /// Named arguments: an object.
    pub kwargs: V,
}

/// A call whose arguments are serialised. Made in the tick of the call itself, so that later changes to the
/// caller's objects do not reach the wire.
#[derive(Clone, Debug)]
pub struct EncodedCall<T> {
    /// The model, `res.partner`.
    pub model: String,
    /// The method, `search_read`.
    pub method: String,
    /// The positional arguments, a JSON list.
    pub args: T,
    /// The named arguments, a JSON object.
    pub kwargs: T,
}

impl<V: Value> Call<V> {
    /// Serialises the arguments.
    ///
    /// # Errors
    /// The exception of a value that JSON cannot carry.
    pub fn encode(self) -> Result<EncodedCall<V::Text>, V> {
        Ok(EncodedCall {
            args: self.args.to_json()?,
            kwargs: self.kwargs.to_json()?,
            model: self.model,
            method: self.method,
        })
    }
}

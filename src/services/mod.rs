//! Services: what takes several calls, or a call with rules of its own.

pub mod mail;
pub mod modules;

use std::future::Future;

use crate::error::Failure;
use crate::value::Value;

/// What a service needs of a client. In JavaScript that is any object with these methods: the client itself, a
/// subclass, or a user's double.
pub trait Caller {
    /// The JSON values of this world.
    type Value: Value;

    /// `client.call(model, method, args, kwargs)`.
    fn call(
        &self,
        model: Self::Value,
        method: &'static str,
        args: Self::Value,
        kwargs: Self::Value,
    ) -> impl Future<Output = Result<Self::Value, Failure<Self::Value>>>;

    /// `client.create(model, values)`.
    fn create(
        &self,
        model: &'static str,
        values: Self::Value,
    ) -> impl Future<Output = Result<Self::Value, Failure<Self::Value>>>;

    /// `client.searchRead(model, domain, options)`.
    fn search_read(
        &self,
        model: &'static str,
        domain: Self::Value,
        options: Self::Value,
    ) -> impl Future<Output = Result<Self::Value, Failure<Self::Value>>>;
}

/// An object of `members`.
fn object<V: Value>(members: impl IntoIterator<Item = (&'static str, V)>) -> V {
    let mut object = V::object();
    for (key, value) in members {
        object.set(key, value);
    }
    object
}

/// The condition `[field, "=", value]`.
fn equals<V: Value>(field: &str, value: V) -> V {
    V::array(vec![V::string(field), V::string("="), value])
}

fn strings<V: Value>(texts: &[&str]) -> V {
    V::array(texts.iter().map(|text| V::string(text)).collect())
}

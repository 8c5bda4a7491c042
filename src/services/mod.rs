//! Services: what takes several calls, or a call with rules of its own.

pub mod mail;
pub mod modules;

use std::future::Future;

use crate::error::Failure;
use crate::value::{Given, Kind, Value};

/// What a service needs of a client. In JavaScript that is any object with these methods: the
/// client itself, a subclass, or a user's double.
pub trait Caller {
    /// The JSON values of this world.
    type Value: Given;

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

/// The condition `[field, "=", value]`.
fn equals<V: Value>(field: &str, value: V) -> V {
    V::array(vec![V::string(field), V::string("="), value])
}

fn strings<V: Value>(texts: &[&str]) -> V {
    V::array(texts.iter().map(|text| V::string(text)).collect())
}

/// The first item of a list that is not empty.
fn first<V: Value>(list: &V) -> Option<V> {
    match list.kind() {
        Kind::Array => list.item(0),
        _ => None,
    }
}

//! The boundary: implements the core's ports over JavaScript, and exports what the package's
//! surface is made of.
//!
//! Arguments come as `JsValue` where a wrong type could come, and values pass by handle. Nothing
//! here panics: a panic inside a promise is a promise that never settles.

pub mod client;
mod config;
pub mod crud;
#[cfg(feature = "debug")]
pub mod debug;
pub mod env;
pub mod error;
pub mod executor;
mod fetch;
pub mod guard;
mod memory;
mod numbers;
mod promise;
pub mod properties;
pub mod reactor;
pub mod services;
pub mod timer;
pub mod transport;
mod value;

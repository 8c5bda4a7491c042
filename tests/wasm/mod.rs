//! The boundary, in a JavaScript engine: what `cargo test` on a machine without one cannot see. The
//! same tests run in Node and in a browser.

mod boundary;
mod configuration;
mod environment;
mod errors;
mod fetching;
mod guard;
mod handles;
mod javascript;
mod long_ways;
mod methods;
mod odoo;
mod services;
mod short_ways;
mod signals;
mod timers;
mod transport;
mod values;

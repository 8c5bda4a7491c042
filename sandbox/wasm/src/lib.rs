//! The sandbox as a WebAssembly module, for `odoo-client-wasm/sandbox`.
//!
//! Messages cross the boundary as JSON text beside a body of bytes; what the text means is in
//! [`options`] and [`message`], which run on any host. `boundary`, which exists on `wasm32` alone,
//! exports it. Everything that is JavaScript's own (`Response`, timers, signals, cookies) is in
//! `pkg/src/sandbox`.

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

pub mod message;
pub mod options;

#[cfg(target_arch = "wasm32")]
mod boundary;

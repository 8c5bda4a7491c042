//! The core on this machine: what the client decides, without JavaScript and without a network.
//!
//! [`world`] stands in for all that is outside. What Odoo says is taken from the recordings of real
//! servers.
#![cfg(not(target_arch = "wasm32"))]

mod abort;
mod authentication;
mod binary;
mod binary_forms;
mod browser;
mod calls;
mod certainty;
mod crud;
mod domain;
mod env;
mod envelope;
mod faults;

mod guard;
mod imports;
mod json2_answers;
mod json2_bodies;
mod json2_complaints;
mod json2_documents;
mod jsonrpc;
mod login_auto;
mod login_key;
mod login_session;
mod mail;
mod modules;
mod pages;
mod pauses;
mod places;
mod properties;
mod queue;
mod reach;
mod recordings;
mod redirects;
mod renewal;
mod results;
mod retry;
mod secrets;
mod session;
mod session_calls;
mod sessions_closed;
mod spelling;
mod standing;
mod timeout;
mod url;
mod value;
mod version;
mod watch;
mod world;

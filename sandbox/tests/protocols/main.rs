//! Rules of the protocols that reach beyond what was recorded.

mod client;
mod faults;
mod files;
mod json_2;
mod pages;
mod reports;
mod series_20;
mod services;
mod sessions;
mod xml_rpc;

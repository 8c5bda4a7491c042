//! A client for Odoo's external API, compiled to WebAssembly.

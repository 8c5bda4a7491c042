//! What only shows on a real socket: connections, faults, folders, the proxy, the end.

mod faults;
mod folders;
mod lifetime;
mod proxy;
mod server;

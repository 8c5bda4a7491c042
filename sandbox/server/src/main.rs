//! The sandbox behind a socket.
fn main() {}

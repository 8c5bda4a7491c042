//! Where the module's memory comes from.

use rlsf::SmallGlobalTlsf;

/// The standard library's own allocator is six times the code. This one takes and gives back in
/// constant time, too.
///
/// It does not merge what it got from the engine at different times, which would matter where ever
/// longer texts are copied into the module. Here they are short: results and values stay in
/// JavaScript.
#[global_allocator]
static MEMORY: SmallGlobalTlsf = SmallGlobalTlsf::new();

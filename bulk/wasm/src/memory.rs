//! Where the module's memory comes from.

use rlsf::SmallGlobalTlsf;

/// A third of the code of the standard library's own allocator. What a job holds are a few lists,
/// of the rows it has.
#[global_allocator]
static MEMORY: SmallGlobalTlsf = SmallGlobalTlsf::new();

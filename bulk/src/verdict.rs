//! What a failure means for the rows of its call.
//!
//! Whether something was sent, and whether Odoo itself said no and rolled back, the error says.
//! Whatever else happened, the rows may be stored, and are never sent again.

/// No server refuses a body that is smaller than this for its size, in characters of JSON.
const SMALL_BODY: u64 = 64 * 1024;

/// The decisions that an error carries, and what the job knows of the step that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// Nothing of the request left: the error's `notSent`.
    pub not_sent: bool,
    /// Odoo itself answered with an exception, and rolled back: the error's `refused`.
    pub refused: bool,
    /// The same may well succeed a little later: the error's `transient`.
    pub transient: bool,
    /// The failure is the reason of the job's own signal: it is not the server's.
    pub aborted: bool,
    /// The step stores nothing itself: it compares, or checks.
    pub is_before: bool,
    /// Why, as far as it is judged apart: the error's `reason`.
    pub reason: Reason,
}

/// The reasons that are judged apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reason {
    /// Any other.
    #[default]
    Other,
    /// A value of the rows is wrong.
    Argument,
    /// The safety guard said no.
    Safety,
    /// The login was refused, whatever the rows are.
    Login,
    /// The body is too large for what stands before Odoo.
    TooLarge,
}

impl Reason {
    /// The reason of that word, which is the client's for it.
    pub fn of(word: &str) -> Self {
        match word {
            "argument" => Self::Argument,
            "safety" => Self::Safety,
            "login" | "session" => Self::Login,
            "tooLarge" => Self::TooLarge,
            _ => Self::Other,
        }
    }
}

/// What becomes of the rows of a call that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was sent: they may be sent again.
    NotTried,
    /// Nothing of them is stored.
    Failed,
    /// Nothing of them is stored as a whole; smaller parts may be.
    Divide,
    /// They may be stored or not.
    Unknown,
}

/// Judges a failure of a call with so many items of so many characters. `collects` lets parts be
/// tried.
pub fn verdict(failure: &Failure, items: usize, characters: u64, collects: bool) -> Verdict {
    let parts = |may_help: bool| match collects && may_help && items > 1 {
        true => Verdict::Divide,
        false => Verdict::Failed,
    };
    let is_of_rows = match failure.reason {
        Reason::Argument => true,
        Reason::Login => false,
        _ => failure.refused,
    };
    // What is wrong with the rows themselves, or not allowed, is the same at the next try.
    let is_final =
        matches!(failure.reason, Reason::Argument | Reason::Safety) && !failure.is_before;
    if failure.not_sent && is_final {
        return parts(is_of_rows);
    }
    if failure.not_sent || (failure.aborted && failure.is_before) {
        return Verdict::NotTried;
    }
    if failure.aborted {
        return Verdict::Unknown;
    }
    if failure.is_before || failure.refused {
        return parts(is_of_rows);
    }
    if failure.reason == Reason::TooLarge && characters > SMALL_BODY {
        return parts(true);
    }
    Verdict::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    const LARGE: u64 = SMALL_BODY + 1;

    fn judged(failure: Failure) -> [Verdict; 2] {
        [false, true].map(|collects| verdict(&failure, 2, LARGE, collects))
    }

    #[test]
    fn a_connection_that_was_refused_has_stored_nothing() {
        let failure = Failure {
            not_sent: true,
            ..Failure::default()
        };
        assert_eq!(judged(failure), [Verdict::NotTried; 2]);
    }

    #[test]
    fn what_odoo_refused_is_tried_in_parts_where_the_job_collects() {
        let failure = Failure {
            refused: true,
            ..Failure::default()
        };
        assert_eq!(judged(failure), [Verdict::Failed, Verdict::Divide]);
        assert_eq!(verdict(&failure, 1, LARGE, true), Verdict::Failed);
    }

    #[test]
    fn a_login_that_was_refused_and_a_guard_that_said_no_are_not_asked_about_every_part() {
        let login = Failure {
            refused: true,
            reason: Reason::Login,
            ..Failure::default()
        };
        let guard = Failure {
            not_sent: true,
            reason: Reason::Safety,
            ..Failure::default()
        };
        assert_eq!(judged(login), [Verdict::Failed; 2]);
        assert_eq!(judged(guard), [Verdict::Failed; 2]);
    }

    #[test]
    fn values_of_a_wrong_type_are_found_in_parts() {
        let failure = Failure {
            not_sent: true,
            reason: Reason::Argument,
            ..Failure::default()
        };
        assert_eq!(judged(failure), [Verdict::Failed, Verdict::Divide]);
    }

    #[test]
    fn a_timeout_or_a_gateway_leaves_its_rows_unknown() {
        for word in ["network", "timeout", "server", "loginPage", "rateLimit"] {
            let failure = Failure {
                reason: Reason::of(word),
                ..Failure::default()
            };
            assert_eq!(judged(failure), [Verdict::Unknown; 2], "{word}");
        }
    }

    #[test]
    fn an_abort_leaves_what_is_under_way_unknown_and_what_was_only_compared_not_tried() {
        let under_way = Failure {
            aborted: true,
            refused: true,
            ..Failure::default()
        };
        let compared = Failure {
            is_before: true,
            ..under_way
        };
        let queued = Failure {
            not_sent: true,
            ..under_way
        };
        assert_eq!(judged(under_way), [Verdict::Unknown; 2]);
        assert_eq!(judged(compared), [Verdict::NotTried; 2]);
        assert_eq!(judged(queued), [Verdict::NotTried; 2]);
    }

    #[test]
    fn a_comparison_that_fails_has_stored_nothing() {
        let failure = Failure {
            is_before: true,
            transient: true,
            ..Failure::default()
        };
        assert_eq!(judged(failure), [Verdict::Failed; 2]);
    }

    #[test]
    fn a_body_that_is_too_large_for_what_stands_before_the_server_is_sent_in_parts() {
        let failure = Failure {
            reason: Reason::of("tooLarge"),
            ..Failure::default()
        };
        assert_eq!(judged(failure), [Verdict::Failed, Verdict::Divide]);
        // Nobody refuses a small body for its size: that answer was somebody else's.
        assert_eq!(verdict(&failure, 2, SMALL_BODY, true), Verdict::Unknown);
        assert_eq!(verdict(&failure, 1, LARGE, true), Verdict::Failed);
    }
}

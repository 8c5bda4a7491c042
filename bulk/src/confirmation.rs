//! Whether a method that returns nothing of interest was done.
//!
//! Methods say `true`, or nothing where somebody's module forgot to: then the method is called with
//! no record at all, which changes nothing. Where that says something, the answer that said nothing
//! was not the method's.

/// What a method answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `true`.
    True,
    /// Nothing.
    Silence,
    /// Something else.
    Other,
}

/// What an answer says of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It was done.
    Done,
    /// That depends on what the method says of no record: [`Confirmation::probed`] is told, and
    /// the answer is judged again.
    Probe,
    /// The answer is not the method's: nobody knows what was done.
    Unknown,
}

/// What is known of a method.
#[derive(Clone, Copy, Debug, Default)]
pub struct Confirmation {
    /// Whether it says `true`, once that is known.
    says_true: Option<bool>,
}

impl Confirmation {
    /// Judges an answer.
    pub fn of(&mut self, answer: Answer) -> Confirmed {
        match (answer, self.says_true) {
            (Answer::True, _) => {
                self.says_true = Some(true);
                Confirmed::Done
            }
            (Answer::Silence, None) => Confirmed::Probe,
            (Answer::Silence, Some(false)) => Confirmed::Done,
            _ => Confirmed::Unknown,
        }
    }

    /// Takes what the method said of no record. A failure of that call is as good as something
    /// said: on a guess, nothing counts as done.
    pub fn probed(&mut self, answer: Answer) {
        let is_silent = answer == Answer::Silence;
        self.says_true = Some(self.says_true == Some(true) || !is_silent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_says_true_was_done_and_has_to_say_so_from_then_on() {
        let mut known = Confirmation::default();
        assert_eq!(known.of(Answer::True), Confirmed::Done);
        assert_eq!(known.of(Answer::Silence), Confirmed::Unknown);
        assert_eq!(known.of(Answer::Other), Confirmed::Unknown);
        assert_eq!(known.of(Answer::True), Confirmed::Done);
    }

    #[test]
    fn a_method_that_says_nothing_is_asked_once_what_it_says_of_no_record() {
        for (probe, confirmed) in [
            (Answer::Silence, Confirmed::Done),
            (Answer::True, Confirmed::Unknown),
            (Answer::Other, Confirmed::Unknown),
        ] {
            let mut known = Confirmation::default();
            assert_eq!(known.of(Answer::Silence), Confirmed::Probe);
            known.probed(probe);
            for _ in 0..2 {
                assert_eq!(known.of(Answer::Silence), confirmed, "{probe:?}");
            }
        }
    }

    #[test]
    fn something_else_is_never_a_confirmation_and_asks_for_nothing() {
        let mut known = Confirmation::default();
        assert_eq!(known.of(Answer::Other), Confirmed::Unknown);
        known.probed(Answer::Silence);
        assert_eq!(known.of(Answer::Other), Confirmed::Unknown);
    }

    #[test]
    fn a_call_that_says_true_meanwhile_tells_more_than_the_one_of_no_record() {
        let mut known = Confirmation::default();
        assert_eq!(known.of(Answer::Silence), Confirmed::Probe);
        assert_eq!(known.of(Answer::True), Confirmed::Done);
        known.probed(Answer::Silence);
        assert_eq!(known.of(Answer::Silence), Confirmed::Unknown);
    }
}

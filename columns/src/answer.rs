//! An answer as its bytes come in: the envelope around the records, and the records, chunk by
//! chunk.

use crate::column::Column;
use crate::escape::unescaped;
use crate::fault::Fault;
use crate::json::{Json, Stop, Why};
use crate::lane::PADDING;
use crate::record::{Expected, Spoiled};
use crate::schema::Field;

/// How far an answer has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The records have not begun yet, or not ended.
    Open,
    /// The list of records has ended; what follows belongs to the envelope.
    Read,
    /// It is no list of records, or not in an envelope: an error, most likely. All of its bytes are
    /// kept.
    Other,
}

/// Reads answers into columns, one after the other.
#[derive(Debug)]
pub struct Reader {
    fields: Vec<Field>,
    columns: Vec<Column>,
    rows: usize,
    expected: Expected,
    input: Input,
    place: Place,
    /// The row that the answer began with.
    first_row: usize,
    /// Fewer bytes than that do not complete what is begun.
    wanted: usize,
    /// What stood before the list of records.
    before: Vec<u8>,
    /// The length of the answer, as long as no room was made for it.
    announced: Option<usize>,
    /// Whether values of another kind than their field are kept as they came.
    is_tolerant: bool,
}

/// So many rows tell how long the others are.
const SAMPLE: usize = 100;

/// Bytes that were not read yet, with their padding.
#[derive(Debug, Default)]
struct Input {
    bytes: Vec<u8>,
    end: usize,
    /// The bytes that were read are these first ones, which the next chunk replaces.
    used: usize,
    /// The bytes of the answer that are gone.
    gone: usize,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Envelope,
    First,
    Comma,
    After,
    Other,
}

impl Reader {
    /// Reads these fields; other members of the records are left out.
    pub fn new(fields: Vec<Field>) -> Self {
        let columns = fields.iter().map(|field| Column::new(field.kind)).collect();
        Self {
            fields,
            columns,
            rows: 0,
            expected: Expected::default(),
            input: Input::default(),
            place: Place::Envelope,
            first_row: 0,
            wanted: 0,
            before: Vec::new(),
            announced: None,
            is_tolerant: false,
        }
    }

    /// Keeps values of another kind than their field from now on, as [`Column::others`], instead of
    /// refusing them: of every field but `id`, which has to be what it is, and there.
    pub fn tolerate(&mut self) {
        self.is_tolerant = true;
        let required = self.fields.iter().position(|field| field.name == "id");
        self.expected.required = required;
        for (number, column) in self.columns.iter_mut().enumerate() {
            if required != Some(number) {
                column.tolerate();
            }
        }
    }

    /// The fields that are read.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// What was read, a column for each field.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What was read, to be ended; see [`Column::seal`].
    pub fn columns_mut(&mut self) -> &mut [Column] {
        &mut self.columns
    }

    /// The numbers of the columns in the order in which the records had them first.
    pub fn order(&self) -> &[usize] {
        self.expected.order()
    }

    /// The number of rows that were read.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Begins an answer, whose rows come after those there are.
    pub fn begin(&mut self) {
        self.first_row = self.rows;
        self.input = Input {
            bytes: std::mem::take(&mut self.input.bytes),
            ..Input::default()
        };
        self.place = Place::Envelope;
        self.wanted = 0;
        self.before.clear();
        self.announced = None;
    }

    /// Says how long the answer is that was begun: room is made for its rows as soon as it can be
    /// told how many they are.
    pub fn announce(&mut self, length: usize) {
        self.announced = Some(length);
    }

    /// Forgets the rows of the answer that was begun last.
    pub fn forget(&mut self) {
        self.rows = self.first_row;
        self.cut();
    }

    /// Forgets all rows, and what was kept for them.
    pub fn clear(&mut self) {
        self.columns = self
            .fields
            .iter()
            .map(|field| Column::new(field.kind))
            .collect();
        if self.is_tolerant {
            self.tolerate();
        }
        (self.rows, self.first_row) = (0, 0);
    }

    /// The place for the next bytes of the answer, at least `length` of them.
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        self.input.room(length)
    }

    /// Reads on, after so many bytes were put into the room.
    ///
    /// # Errors
    /// Says what is wrong with the answer, and where. The rows before it are kept.
    pub fn feed(&mut self, length: usize) -> Result<Progress, Fault> {
        self.input.extend(length);
        if self.input.end - self.input.used >= self.wanted {
            self.go_on()?;
            self.make_room();
        }
        Ok(self.progress())
    }

    /// Reads what there is.
    fn go_on(&mut self) -> Result<(), Fault> {
        self.wanted = 0;
        // The bytes are taken out for as long as they are read: they and the columns are both parts
        // of this.
        let bytes = std::mem::take(&mut self.input.bytes);
        let json = Json::new(&bytes, self.input.end);
        let read = self
            .read(&json)
            .or_else(|spoiled| self.stopped(spoiled, &json));
        self.input.bytes = bytes;
        read
    }

    /// Makes room for the rows of an answer whose length is known: nothing is moved then while the
    /// columns grow.
    fn make_room(&mut self) {
        let rows = self.rows - self.first_row;
        if let Some(length) = self.announced
            && rows >= SAMPLE
        {
            self.announced = None;
            let read = self.input.gone + self.input.used;
            let expected = (length as u64 * rows as u64 / read.max(1) as u64) as usize;
            // A little more: rows differ, and one that does not fit would move all.
            let rows = self.first_row + expected + expected / 16;
            for column in &mut self.columns {
                column.reserve(rows);
            }
        }
    }

    /// Says how far the answer was read.
    pub fn progress(&self) -> Progress {
        match self.place {
            Place::After => Progress::Read,
            Place::Other => Progress::Other,
            Place::Envelope | Place::First | Place::Comma => Progress::Open,
        }
    }

    /// Ends an answer.
    ///
    /// # Errors
    /// Says where the answer breaks off in the middle of its records, or what is wrong with the
    /// last of it.
    pub fn end(&mut self) -> Result<Progress, Fault> {
        self.input.extend(0);
        if self.wanted > 0 {
            self.go_on()?;
        }
        match self.place {
            // What is no JSON, or ends before the records begin, is somebody else's to complain
            // about.
            Place::Envelope => self.place = Place::Other,
            Place::First | Place::Comma => {
                return Err(Fault::cut(self.rows, self.input.gone + self.input.end));
            }
            Place::After | Place::Other => {}
        }
        Ok(self.progress())
    }

    /// What stands before the list of records; nothing while it has not begun.
    pub fn before(&self) -> &[u8] {
        &self.before
    }

    /// The bytes that were not read: those after the list of records, or all of an answer that has
    /// none.
    pub fn rest(&self) -> &[u8] {
        &self.input.bytes[self.input.used..self.input.end]
    }

    fn read(&mut self, json: &Json<'_>) -> Result<(), Spoiled> {
        if self.place == Place::Envelope {
            match list(json, self.input.used) {
                Ok(Some(start)) => {
                    self.before.extend_from_slice(json.slice(0, start));
                    self.advance(start + 1, Place::First);
                }
                Ok(None) => self.place = Place::Other,
                // A client says what is wrong with an answer that is none.
                Err(Stop {
                    why: Why::Short, ..
                }) => {
                    return Err(Stop {
                        at: json.end(),
                        why: Why::Short,
                    }
                    .into());
                }
                Err(_) => self.place = Place::Other,
            }
        }
        if matches!(self.place, Place::First | Place::Comma) {
            self.records(json)?;
        }
        Ok(())
    }

    fn advance(&mut self, used: usize, place: Place) {
        self.input.used = used;
        self.place = place;
    }

    /// Reads as many records as there are.
    fn records(&mut self, json: &Json<'_>) -> Result<(), Spoiled> {
        loop {
            let mut at = json.space(self.input.used);
            let byte = json.byte(at);
            if byte == b']' {
                self.advance(at + 1, Place::After);
                return Ok(());
            }
            if self.place == Place::Comma {
                at = json.space(json.sign(at, b',', "a comma or ]")?);
            }
            let end = self
                .expected
                .read(json, at, &self.fields, &mut self.columns, self.rows)?;
            self.rows += 1;
            self.advance(end, Place::Comma);
        }
    }

    /// Takes back what was read of a record that is not complete.
    #[cold]
    fn stopped(&mut self, spoiled: Spoiled, json: &Json<'_>) -> Result<(), Fault> {
        if spoiled.stop.why == Why::Short {
            self.cut();
            // Twice as much before the next try: however long a record is, it is read a few times
            // only.
            self.wanted = 2 * (self.input.end - self.input.used);
            return Ok(());
        }
        let fault = Fault::new(spoiled, json, &self.fields, self.rows, self.input.gone);
        self.cut();
        Err(fault)
    }

    /// Takes back the values beyond the rows.
    fn cut(&mut self) {
        for column in &mut self.columns {
            column.truncate(self.rows);
        }
    }
}

impl Input {
    fn room(&mut self, length: usize) -> &mut [u8] {
        if self.used > 0 {
            self.bytes.copy_within(self.used..self.end, 0);
            self.end -= self.used;
            self.gone += self.used;
            self.used = 0;
        }
        let size = self.end + length + PADDING;
        if self.bytes.len() < size {
            self.bytes.resize(size, 0);
        }
        &mut self.bytes[self.end..self.end + length]
    }

    fn extend(&mut self, length: usize) {
        self.end += length;
        if self.bytes.len() < self.end + PADDING {
            self.bytes.resize(self.end + PADDING, 0);
        }
        self.bytes[self.end..self.end + PADDING].fill(0);
    }
}

/// The place of the list of records: of the whole answer, or of its member `result`. `None` for an
/// answer without one.
fn list(json: &Json<'_>, start: usize) -> Result<Option<usize>, Stop> {
    // A mark of the byte order, which response.json() steps over too.
    let marked = json.byte(start) == 0xef;
    if marked && json.end() < start + 3 {
        return Err(json.stop(json.end(), Why::Short));
    }
    let marked = marked && json.slice(start, start + 3) == b"\xef\xbb\xbf";
    let mut at = json.space(if marked { start + 3 } else { start });
    match json.byte(at) {
        b'[' => return Ok(Some(at)),
        b'{' => at = json.space(at + 1),
        _ if at >= json.end() => return Err(json.stop(at, Why::Short)),
        _ => return Ok(None),
    }
    loop {
        let key = json.text(json.sign(at, b'"', "a key")?)?;
        let value = json.space(json.sign(json.space(key.end + 1), b':', "a colon")?);
        if json.byte(value) == b'[' && unescaped(json.slice(key.start, key.end)) == b"result" {
            return Ok(Some(value));
        }
        at = json.space(json.skip(value)?);
        at = match json.byte(at) {
            b',' => json.space(at + 1),
            b'}' => return Ok(None),
            _ => return Err(json.stop(at, Why::Expected("a comma or }"))),
        };
    }
}

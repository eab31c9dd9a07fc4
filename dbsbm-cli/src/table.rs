//! Plain aligned tables, and lists of names with values.

use anstyle::Style;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// To which side a column's cells are pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Rows of text under headings. Columns of figures go right, columns of words left.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
    /// Said instead of a table without rows.
    empty: &'static str,
}

impl Table {
    /// A table whose headings say how they align: those starting with `>` go right.
    pub(crate) fn new(headings: &[&'static str], empty: &'static str) -> Self {
        let columns = headings
            .iter()
            .map(|h| match h.strip_prefix('>') {
                Some(name) => (name, Align::Right),
                None => (*h, Align::Left),
            })
            .collect();
        Self {
            columns,
            rows: Vec::new(),
            empty,
        }
    }

    pub(crate) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    pub(crate) fn write(&self, w: &mut impl Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return writeln!(w, "{}", self.empty);
        }
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, (heading, _))| {
                let cells = self.rows.iter().filter_map(|r| r.get(i)).map(|c| c.width());
                cells.chain([heading.width()]).max().unwrap_or(0)
            })
            .collect();
        let bold = Style::new().bold();
        let headings: Vec<String> = self.columns.iter().map(|(h, _)| (*h).to_string()).collect();
        writeln!(w, "{bold}{}{bold:#}", self.line(&headings, &widths))?;
        for row in &self.rows {
            writeln!(w, "{}", self.line(row, &widths))?;
        }
        Ok(())
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut text = String::new();
        for ((cell, width), (_, align)) in cells.iter().zip(widths).zip(&self.columns) {
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            if !text.is_empty() {
                text.push_str("  ");
            }
            match align {
                Align::Left => text.extend([cell, gap.as_str()]),
                Align::Right => text.extend([gap.as_str(), cell]),
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// A list of names and values, the values under each other.
pub(crate) fn pairs(w: &mut impl Write, pairs: &[(&str, String)]) -> io::Result<()> {
    let width = pairs.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    for (name, value) in pairs {
        let gap = " ".repeat(width - name.width());
        writeln!(w, "{name}{gap}  {value}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(table: &Table) -> String {
        let mut buffer = Vec::new();
        table.write(&mut anstream::StripStream::new(&mut buffer)).unwrap();
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn figures_go_right_words_left_and_wide_characters_count_double() {
        let mut table = Table::new(&["name", ">net"], "nobody yet");
        assert_eq!(text(&table), "nobody yet\n");
        table.row(["Ana", "+12.50"]);
        table.row(["東京", "-1.00"]);
        assert_eq!(text(&table), "name     net\nAna   +12.50\n東京   -1.00\n");
    }
}

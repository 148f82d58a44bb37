//! SVG of a matrix: marks of different shape and colour, counts at both margins, and a legend.

use std::fmt::Write;

use super::error::Error;
use super::layout::Point;
use super::matrix::{Line, Mark, Matrix};
use super::page::{MARGIN, Page, SAID, number};
use super::paint::{BLACK, GREY, WHITE};
use super::ruler::Ruler;
use crate::schema::{Colour, PALETTE};
use crate::text::markup;

/// Rows, and columns, that a matrix shows at most: so many can be read on a page.
const MOST: usize = 80;

/// The size of names.
const NAME: f64 = 9.0;
/// The widest name of a row.
const WIDEST: f64 = 260.0;
/// The longest name of a column.
const LONGEST: f64 = 230.0;
/// The height of a row with one line of text; and of each further line.
const ROW: f64 = 16.0;
const LINE: f64 = 11.0;
/// The width of a column.
const COLUMN: f64 = 17.0;
/// The width of the bar that shows the group.
const BAR: f64 = 5.0;
/// What lies between two groups.
const GAP: f64 = 6.0;
/// Half of a mark.
const HALF: f64 = 4.2;

/// Blue, vermillion, orange and grey.
const BLUE: Colour = PALETTE[6].1;
const RED: Colour = PALETTE[5].1;
const ORANGE: Colour = PALETTE[1].1;
const SILVER: Colour = PALETTE[8].1;
const PALE: Colour = Colour([0xC4, 0xC4, 0xC4]);

/// Writes a matrix.
pub(super) fn write(matrix: &Matrix) -> Result<Vec<u8>, Error> {
    for (what, count) in [("rows", matrix.rows.len()), ("columns", matrix.columns.len())] {
        if count > MOST {
            return Err(Error::TooLarge {
                count,
                what,
                kind: "matrices",
                most: MOST,
                help: "ask about fewer: `matrix … by …` with conditions on either side, `gaps for …`",
            });
        }
    }
    let ruler = Ruler::new();
    let grid = Grid::of(matrix, &ruler);
    let mut page = Page::new(ruler, grid.width);
    page.head(&matrix.caption);
    grid.draw(matrix, &mut page);
    legend(matrix, &mut page);
    page.foot(&matrix.caption);
    Ok(page.finish(&matrix.caption.title))
}

/// Where everything stands, from the corner of the grid.
struct Grid {
    /// The names of the rows in lines.
    names: Vec<Vec<String>>,
    /// The top of each row, and the end of the last.
    tops: Vec<f64>,
    /// The left of each column, and the end of the last.
    lefts: Vec<f64>,
    /// The width of the rows' names, and the height of the columns'.
    side: f64,
    head: f64,
    width: f64,
}

impl Grid {
    fn of(matrix: &Matrix, ruler: &Ruler) -> Self {
        let names: Vec<Vec<String>> = matrix.rows.iter().map(|row| ruler.lines(&row.name, NAME, WIDEST)).collect();
        let side = names.iter().flatten().map(|line| ruler.width(line, NAME)).fold(60.0, f64::max) + BAR + 10.0;
        let longest = matrix.columns.iter().map(|column| ruler.width(&column.name, NAME).min(LONGEST)).fold(20.0, f64::max);
        // Names of columns lean.
        let head = longest * LEAN.sin() + 14.0;
        let tops = places(&matrix.rows, |row| ROW + (names[row].len() as f64 - 1.0) * LINE);
        let lefts = places(&matrix.columns, |_| COLUMN);
        let width = side + lefts.last().copied().unwrap_or_default() + COLUMN + 12.0 + longest * LEAN.cos();
        Self { names, tops, lefts, side, head, width }
    }

    fn draw(&self, matrix: &Matrix, page: &mut Page) {
        let left = MARGIN + self.side;
        let top = page.y + self.head;
        self.columns(matrix, page, left, top);
        for (number, row) in matrix.rows.iter().enumerate() {
            self.row(matrix, page, (number, row), left, top);
        }
        let (right, bottom) = (self.lefts.last().copied().unwrap_or_default(), self.tops.last().copied().unwrap_or_default());
        for column in 0..matrix.columns.len() {
            let at = Point { x: left + self.lefts[column] + COLUMN / 2.0, y: top + bottom + 13.0 };
            page.text(&matrix.in_column(column).to_string(), at, NAME, GREY, "middle");
        }
        let all: usize = (0..matrix.rows.len()).map(|row| matrix.in_row(row)).sum();
        page.text(&all.to_string(), Point { x: left + right + 8.0, y: top + bottom + 13.0 }, NAME, BLACK, "start");
        page.text(matrix.counted.words(), Point { x: left - 6.0, y: top + bottom + 13.0 }, NAME, GREY, "end");
        page.y = top + bottom + 30.0;
    }

    /// The names of the columns, with the colours of their groups below.
    fn columns(&self, matrix: &Matrix, page: &mut Page, left: f64, top: f64) {
        for (column, line) in matrix.columns.iter().enumerate() {
            let x = left + self.lefts[column] + COLUMN / 2.0;
            let name = shortened(&page.ruler, &line.name);
            let angle = -LEAN.to_degrees();
            let _ = writeln!(
                page.body,
                "<text transform=\"translate({} {}) rotate({})\" font-size=\"{NAME}\" fill=\"{BLACK}\">{}</text>",
                number(x + 3.0),
                number(top - 10.0),
                number(angle),
                markup(&name)
            );
            bar(page, (left + self.lefts[column] + 1.0, top - BAR - 1.0), (COLUMN - 2.0, BAR - 1.0), line.colour);
        }
    }

    /// A row: its group's colour, its name, its marks and its count.
    fn row(&self, matrix: &Matrix, page: &mut Page, (at, line): (usize, &Line), left: f64, top: f64) {
        let (begin, height) = (self.tops[at], self.height(matrix, at));
        let middle = top + begin + height / 2.0;
        if at % 2 == 0 {
            let width = self.lefts.last().copied().unwrap_or_default() + self.side;
            let (x, y, width, height) = (number(MARGIN), number(top + begin), number(width), number(height));
            let _ = writeln!(page.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"#F4F4F4\"/>");
        }
        bar(page, (MARGIN, top + begin + 1.0), (BAR - 1.0, height - 2.0), line.colour);
        let lines = &self.names[at];
        for (place, text) in lines.iter().enumerate() {
            let y = middle + (place as f64 - (lines.len() as f64 - 1.0) / 2.0) * LINE + NAME * 0.36;
            page.text(text, Point { x: MARGIN + BAR + 4.0, y }, NAME, BLACK, "start");
        }
        for (column, cell) in matrix.cells[at].iter().enumerate() {
            if let Some(cell) = cell {
                mark(page, *cell, Point { x: left + self.lefts[column] + COLUMN / 2.0, y: middle });
            }
        }
        let end = left + self.lefts.last().copied().unwrap_or_default() + 8.0;
        page.text(&matrix.in_row(at).to_string(), Point { x: end, y: middle + NAME * 0.36 }, NAME, GREY, "start");
    }

    fn height(&self, matrix: &Matrix, row: usize) -> f64 {
        let gap = if row + 1 < matrix.rows.len() && matrix.rows[row].group != matrix.rows[row + 1].group { GAP } else { 0.0 };
        self.tops[row + 1] - self.tops[row] - gap
    }
}

/// How far names of columns lean, from the horizontal.
const LEAN: f64 = std::f64::consts::FRAC_PI_3;

/// Where lines begin, and where the last ends, with gaps between groups.
fn places(lines: &[Line], size: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut at = 0.0;
    let mut places = vec![at];
    for (number, line) in lines.iter().enumerate() {
        let gap = lines.get(number + 1).is_some_and(|next| next.group != line.group);
        at += size(number) + if gap { GAP } else { 0.0 };
        places.push(at);
    }
    places
}

/// A name that is cut where it is too long for the head of a column.
fn shortened(ruler: &Ruler, name: &str) -> String {
    if ruler.width(name, NAME) <= LONGEST {
        return name.to_owned();
    }
    let mut short = String::new();
    for character in name.chars() {
        if ruler.width(&format!("{short}{character}…"), NAME) > LONGEST {
            break;
        }
        short.push(character);
    }
    format!("{}…", short.trim_end())
}

fn bar(page: &mut Page, (x, y): (f64, f64), (width, height): (f64, f64), colour: Option<Colour>) {
    if let Some(colour) = colour {
        let (x, y, width, height) = (number(x), number(y), number(width), number(height));
        let _ = writeln!(page.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>");
    }
}

/// A mark: each has a shape of its own, so that it is told apart without colour.
fn mark(page: &mut Page, mark: Mark, at: Point) {
    let (x, y) = (at.x, at.y);
    let circle = |inside: &str, outline: Colour| {
        format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{HALF}\" fill=\"{inside}\" stroke=\"{outline}\" stroke-width=\"1.2\"/>",
            number(x),
            number(y)
        )
    };
    let path = |d: &[(f64, f64)], closed: &str, inside: &str, outline: Colour, width: f64| {
        let points: Vec<String> = d.iter().map(|(dx, dy)| format!("{} {}", number(x + dx * HALF), number(y + dy * HALF))).collect();
        format!("<path d=\"M{}{closed}\" fill=\"{inside}\" stroke=\"{outline}\" stroke-width=\"{width}\"/>", points.join(" L"))
    };
    let cross = || path(&[(-1.0, -1.0), (1.0, 1.0)], "", "none", RED, 2.0) + &path(&[(-1.0, 1.0), (1.0, -1.0)], "", "none", RED, 2.0);
    let drawn = match mark {
        Mark::Yes | Mark::Met => circle(&BLUE.to_string(), BLUE),
        Mark::No => circle(&WHITE.to_string(), SILVER),
        Mark::Open => cross(),
        Mark::InProgress => {
            let half = format!(
                "<path d=\"M{0} {1} A{HALF} {HALF} 0 0 0 {0} {2} Z\" fill=\"{ORANGE}\"/>",
                number(x),
                number(y - HALF),
                number(y + HALF)
            );
            circle(&WHITE.to_string(), ORANGE) + &half
        }
        Mark::NotRecorded | Mark::Unclear => {
            let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
            let square = path(&corners, " Z", &WHITE.to_string(), PALE, 1.0);
            square
                + &format!(
                    "<text x=\"{}\" y=\"{}\" font-size=\"8\" fill=\"{SILVER}\" text-anchor=\"middle\">?</text>",
                    number(x),
                    number(y + 2.9)
                )
        }
        Mark::NotApplicable => path(&[(-0.8, 0.0), (0.8, 0.0)], "", "none", SILVER, 1.6),
    };
    let _ = writeln!(page.body, "{drawn}");
}

/// What marks and colours mean.
fn legend(matrix: &Matrix, page: &mut Page) {
    let mut x = MARGIN;
    let mut room = |page: &mut Page, name: &str| {
        let wide = 16.0 + page.ruler.width(name, SAID) + 16.0;
        if x + wide > MARGIN + page.width && x > MARGIN {
            x = MARGIN;
            page.y += 18.0;
        }
        x += wide;
        Point { x: x - wide, y: page.y }
    };
    for one in matrix.marks() {
        let at = room(page, one.words());
        mark(page, one, Point { x: at.x + 6.0, y: at.y });
        page.text(one.words(), Point { x: at.x + 16.0, y: at.y + 3.5 }, SAID, BLACK, "start");
    }
    let mut told: Vec<&str> = Vec::new();
    for line in matrix.rows.iter().chain(&matrix.columns) {
        if line.colour.is_some() && !told.contains(&line.group.as_str()) {
            told.push(&line.group);
            let at = room(page, &line.group);
            bar(page, (at.x + 2.0, at.y - 5.0), (9.0, 10.0), line.colour);
            page.text(&line.group, Point { x: at.x + 16.0, y: at.y + 3.5 }, SAID, BLACK, "start");
        }
    }
    page.y += 18.0;
}

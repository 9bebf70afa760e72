/// A table with a caption, header cells with their scope, and a region around it that scrolls sideways on narrow screens and
/// can be reached by keyboard.
package struct DataTable {
    package struct Column {
        let title: HTML
        let isNumeric: Bool

        package static func text(_ title: HTML) -> Column { Column(title: title, isNumeric: false) }
        package static func number(_ title: HTML) -> Column { Column(title: title, isNumeric: true) }
    }

    package struct Row {
        /// One cell per column; the first is the row's header.
        let cells: [HTML]
        let isMarked: Bool

        package init(_ cells: [HTML], isMarked: Bool = false) {
            self.cells = cells
            self.isMarked = isMarked
        }
    }

    let id: String
    /// Names the region: unique on the page.
    let caption: HTML
    /// A quiet line under the caption; empty for none.
    let note: HTML
    let columns: [Column]
    let rows: [Row]

    /// - Precondition: each row has a cell per column.
    package init(id: String, caption: HTML, note: HTML = .empty, columns: [Column], rows: [Row]) {
        precondition(rows.allSatisfy { $0.cells.count == columns.count }, "a cell per column in \(id)")
        self.id = id
        self.caption = caption
        self.note = note
        self.columns = columns
        self.rows = rows
    }

    package var html: HTML {
        HTML(
            .div, .class("scroll"), .init("role", "region"), .init("tabindex", "0"),
            .init("aria-labelledby", "\(id)-caption")
        ) {
            HTML(.table) {
                HTML(.caption) {
                    HTML(.span, .id("\(id)-caption")) { caption }
                    if !note.isEmpty { HTML.below(note) }
                }
                HTML(.thead) {
                    HTML(.tr) {
                        for column in columns { headerCell(of: column) }
                    }
                }
                HTML(.tbody) {
                    for row in rows { self.row(row) }
                }
            }
        }
    }

    private func headerCell(of column: Column) -> HTML {
        HTML(.th, attributes: [.init("scope", "col")] + alignment(of: column), content: column.title)
    }

    private func row(_ row: Row) -> HTML {
        let cells = zip(columns, row.cells).enumerated().map { index, pair in
            let (column, cell) = pair
            return index == 0
                ? HTML(.th, attributes: [.init("scope", "row")] + alignment(of: column), content: cell)
                : HTML(.td, attributes: alignment(of: column), content: cell)
        }
        return HTML(.tr, attributes: row.isMarked ? [.class("marked")] : [], content: .joined(cells))
    }

    private func alignment(of column: Column) -> [HTML.Attribute] {
        column.isNumeric ? [.class("number")] : []
    }
}

extension RandomAccessCollection<Int32> {
    /// How many of the rows, which ascend, are lower than `row`: by binary search.
    func count(below row: Int32) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[index(startIndex, offsetBy: middle)] < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

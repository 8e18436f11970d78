/** A run of text as printed: its baseline counts upwards from the foot of the page. */
export type Run = { readonly text: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export type Line = { text: string; readonly y: number; readonly height: number; end: number }

/** The lines of a page in reading order as the file gives them; runs on one baseline are one line. */
export function linesOf(runs: readonly Run[]): Line[] {
  const lines: Line[] = []
  for (const run of runs) {
    const last = lines.at(-1)
    if (last !== undefined && Math.abs(last.y - run.y) < Math.max(2, last.height * 0.4)) {
      const gap = run.x - last.end
      const apart = gap > Math.max(1, last.height * 0.15) && !last.text.endsWith(' ') && !run.text.startsWith(' ')
      last.text += (apart ? ' ' : '') + run.text
      last.end = run.x + run.width
    } else if (run.text.trim() !== '') {
      lines.push({ text: run.text, y: run.y, height: run.height, end: run.x + run.width })
    }
  }
  return lines
}

/** The text of a page: a blank line where the space between two lines is clearly wider than usual there. */
export function pageText(lines: readonly Line[]): string {
  const steps = lines.slice(1).map((line, at) => (lines[at]?.y ?? 0) - line.y)
  const usual = usualStep(
    steps.filter((step) => step > 0),
    median(lines.map((line) => line.height)),
  )
  return lines
    .map((line, at) => {
      const step = steps[at - 1] ?? 0
      const before = at === 0 ? '' : step > usual * 1.35 || step < 0 ? '\n\n' : '\n'
      return before + line.text.trim()
    })
    .join('')
}

// A page of a few lines says little about its own spacing; the size of the letters says more.
function usualStep(steps: readonly number[], height: number): number {
  return steps.length < 4 ? Math.min(median(steps), height * 1.5) : median(steps)
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? 12
}

const EDGE = 2

/**
 * Leaves out what is printed at the head or foot of page after page, its first time excepted; page numbers that stand
 * alone go always. Two lines are the same when they differ in digits only. Answers how many lines went.
 */
export function withoutRepeats(pages: readonly (readonly Line[])[]): { readonly pages: Line[][]; readonly removed: number } {
  const counts = new Map<string, number>()
  for (const page of pages)
    for (const form of new Set(edgesOf(page).map((line) => formOf(line.text)))) counts.set(form, (counts.get(form) ?? 0) + 1)
  const seen = new Set<string>()
  const goes = (page: readonly Line[], line: Line): boolean => {
    const form = formOf(line.text)
    const again = seen.has(form)
    seen.add(form)
    if (isPageNumber(form)) return pages.length > 1 && (page[0] === line || page.at(-1) === line)
    return again && (counts.get(form) ?? 0) >= Math.max(3, pages.length * 0.4)
  }
  const kept = pages.map((page) => {
    const edges = new Set(edgesOf(page))
    return page.filter((line) => !(edges.has(line) && goes(page, line)))
  })
  const removed = pages.reduce((sum, page, at) => sum + page.length - (kept[at]?.length ?? 0), 0)
  return { pages: kept, removed }
}

function edgesOf(page: readonly Line[]): Line[] {
  return page.length <= EDGE * 2 ? [...page] : [...page.slice(0, EDGE), ...page.slice(-EDGE)]
}

function formOf(text: string): string {
  return text.trim().replaceAll(/\d+/g, '0').replaceAll(/\s+/g, ' ')
}

function isPageNumber(form: string): boolean {
  return /^(?:page |trang |p\. ?|หน้า )?[-– ]*0(?: ?(?:\/|of|sur|trên) ?0)?[-– ]*$/i.test(form)
}

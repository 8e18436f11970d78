/** A small PDF of invented text: each page a list of lines, an empty line is a wider space. A page without lines holds a drawn box. */
export function aPdf(pages: readonly (readonly string[])[]): Uint8Array {
  const objects: string[] = []
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ')
  objects.push('<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`)
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  for (const [at, lines] of pages.entries()) {
    const content = drawn(lines)
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + at * 2} 0 R >>`,
    )
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  return new TextEncoder().encode(withTable(objects))
}

function drawn(lines: readonly string[]): string {
  if (lines.length === 0) return '10 10 100 100 re f'
  let y = 800
  const shown: string[] = []
  for (const line of lines) {
    if (line !== '') shown.push(`BT /F1 11 Tf 72 ${y} Td (${line.replaceAll(/[\\()]/g, '\\$&')}) Tj ET`)
    y -= line === '' ? 12 : 14
  }
  return shown.join('\n')
}

function withTable(objects: readonly string[]): string {
  let text = '%PDF-1.4\n'
  const offsets = objects.map((body, at) => {
    const offset = text.length
    text += `${at + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const start = text.length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
}

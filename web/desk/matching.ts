import type { Command } from './room.ts'

/** Letters without marks and case, so that "nhan" finds "Nhận". */
export function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'd').toLowerCase()
}

/** Every word that was typed stands somewhere in the label; a label that begins with it comes first, then what was run lately. */
export function matching(typed: string, commands: readonly Command[], lately: readonly string[]): readonly Command[] {
  const words = folded(typed)
    .split(/\s+/)
    .filter((word) => word !== '')
  const rank = ({ id, label }: { id: string; label: string }) => {
    const ran = lately.indexOf(id)
    return (label.startsWith(words[0] ?? '\0') ? 0 : 100) + (ran === -1 ? 50 : ran)
  }
  return commands
    .map((command) => ({ command, id: command.id, label: folded(command.words()) }))
    .filter(({ label }) => words.every((word) => label.includes(word)))
    .toSorted((one, other) => rank(one) - rank(other))
    .map(({ command }) => command)
}

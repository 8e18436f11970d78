/** Among marks of one picture one alone is reached by Tab; arrows go on from it. */
export function focusMark(key: string): void {
  document.querySelector<SVGElement>(`[data-mark-key="${CSS.escape(key)}"]`)?.focus()
}

/** Enter and Space do what a pointer does. */
export const opensByKey =
  (open: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    open()
  }

/** Does what the pressed key is for; keys that are for nothing go on to the desk. */
export const byKey =
  (actions: Readonly<Record<string, () => void>>) =>
  (event: KeyboardEvent): void => {
    const action = event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key]
    if (action === undefined) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }

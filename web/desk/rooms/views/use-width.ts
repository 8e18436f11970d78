import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

const LEAST = 300

/** How wide a picture may be, in pixels, so that its letters are as large as those around it. */
export function useWidth(): { readonly place: { current: HTMLDivElement | null }; readonly width: Signal<number> } {
  const place = useRef<HTMLDivElement>(null)
  const width = useSignal(640)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const look = () => {
      width.value = Math.max(LEAST, element.clientWidth)
    }
    const watch = new ResizeObserver(look)
    watch.observe(element)
    look()
    return () => watch.disconnect()
  }, [])
  return { place, width }
}

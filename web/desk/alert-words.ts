/** What is typed into an alert and goes sealed. */
type Typed = { readonly text: string; readonly wish: string; readonly shows: boolean; readonly offices: readonly string[] }

/** The words as they are sealed, one text for every office: with whom else it goes to where the sender shows that. */
export const sealedWords = ({ text, wish, shows, offices }: Typed) => ({
  text: text.normalize(),
  wish: wish.normalize(),
  others: shows ? offices.toSorted() : [],
})

/** Whom an office reads of there beside itself. */
export const besides = (office: string, others: readonly string[]): readonly string[] => others.filter((one) => one !== office)

import { Anchor } from '@mantine/core'

/** A reference in words; a DOI or an address leads there. */
export function ReferenceLink({ text }: { readonly text: string }) {
  const doi = /^doi:\s*(10\.\d{4,9}\/\S+)$/i.exec(text)?.[1]
  const address = doi === undefined ? /^https:\/\/\S+$/.exec(text)?.[0] : `https://doi.org/${encodeURI(doi)}`
  if (address === undefined) return <>{text}</>
  return (
    <Anchor href={address} target="_blank" rel="noreferrer" size="sm" underline="always">
      {doi === undefined ? text : `doi:${doi}`}
    </Anchor>
  )
}

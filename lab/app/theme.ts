import { createTheme } from '@mantine/core'

/** Quiet chrome: neutral greys, hairlines, one accent; the tissue is the hero. */
export const theme = createTheme({
  primaryColor: 'blue',
  fontFamily: 'system-ui, sans-serif',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 'sm',
})

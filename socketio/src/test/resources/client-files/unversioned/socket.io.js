no banner

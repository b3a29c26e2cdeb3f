"""What the hotline did, as figures and as Excel: reads only, knows neither web nor workflow."""

"""Forms of decisions, reports, arrivals and corrections."""

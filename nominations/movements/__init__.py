"""The year's emulation plan and the movements: launched, answered, registered in, reviewed."""
